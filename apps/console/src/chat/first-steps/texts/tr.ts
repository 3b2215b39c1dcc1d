import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'İlk adımlar',
  about: 'Beş dakikada neler olduğunu görmüş olursunuz.',
  done: 'Tamam',
  hide: 'Bu adımları gizle',
  say: 'Bir şey söyleyin',
  sayAbout: 'Çalışma alanına katılan herkes General kanalını okur.',
  sayDo: 'General’e yaz',
  ask: 'Bir ikize sorun',
  askAbout:
    'LVNG, katıldığı bir kanalda bir mesaj @lvng’den söz edince yanıtlar. Bir motorun API anahtarı yoksa yazılanları alıntılar.',
  askDo: 'LVNG’yi General’e getir',
  question: 'burada neler yapabilirsin?',
  invite: 'Bir iş arkadaşı davet edin',
  inviteAbout: 'Bağlantı içeren bir e-posta alır.',
  inviteDo: 'Birini davet et',
  website: 'Bir web sitesi ziyaretçisiyle konuşun',
  websiteAbout:
    'Bir widget anahtarı oluşturun ve onunla deneme mağazasını açın: orada yazdıklarınız destek masanıza gelir.',
  websiteDo: 'Widget anahtarı oluştur',
  // The demo is in English.
  demoQuestion: 'what torque do the hinge bolts of the Heron take?',
  demo: 'Önce bir göz atın',
  demoAbout: 'Küçük bir şirketin kanallarından bir hafta yükleyin. Çalışma alanının ayarlarından geri kaldırılabilir.',
  demoDo: 'Demo yükle',
  demoLoaded: 'Demo yüklendi.',
  demoTitle: 'Demo verileri',
  demoThere: 'Çalışma alanında demo kanalları var. Kaldırınca içlerindeki her şey, orada yazdıklarınız da, silinir.',
  demoGone: 'Kullanılan bir çalışma alanının nasıl göründüğüne bakmak için küçük bir şirketin bir haftalık mesajları.',
  demoRemove: 'Demoyu kaldır',
  demoRemoved: 'Demo kaldırıldı.',
}
