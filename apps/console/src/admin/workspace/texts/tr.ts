import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'Ayarlar',
  about: 'Çalışma alanının adı. İçindeki herkes görür.',
  name: 'Çalışma alanının adı',
  company: 'Şirket',
  companyHint: 'Web sitelerinizin ziyaretçileri görür.',
  saved: 'Kaydedildi.',
  delete: 'Çalışma alanını sil',
  deleteAbout:
    'Tüm mesajlar, dosyalar, belgeler, ziyaretçiler ve ayarlar, isteğinizden yedi gün sonra silinir. O zamana kadar her şey sürer ve herhangi bir sahip vazgeçebilir.',
  deleteTitle: (name) => `${name} silinsin mi?`,
  deleteTitleAbout: (day) =>
    `${day} günü içindeki her şey her yerden silinir. O zamana kadar gerekenler dışa aktarılabilir ve herhangi bir sahip vazgeçebilir.`,
  password: 'Parolanız',
  deleteOn: (day) => `${day} günü sil`,
  deletesOn: (time) => `Bu çalışma alanı siliniyor: ${time}`,
  deletesOnAbout: 'O zaman içindeki her şey kalıcı olarak gider. O zamana kadar her şey çalışır.',
  keep: 'Çalışma alanını koru',
  kept: 'Çalışma alanı korunuyor.',
  receipt: 'Akıbeti',
  consequences: [
    'Herkes hesabını korur; bu çalışma alanındaki oturumlarını, API anahtarlarını ve bağlantılarını kaybeder.',
    'Sitelerdeki pencereler ve diğer platformlara köprüler durur; o platformlardaki içerik orada kalır.',
    'Mesajlar, dosyalar, belgeler, ikizler, ziyaretçiler, ayarlar ve denetim günlüğü her yerden silinir.',
    'Daha önce postalanan ya da indirilenlere erişilemez; yedekler işletmecinindir.',
  ],
}
