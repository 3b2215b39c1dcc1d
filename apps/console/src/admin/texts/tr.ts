import type { Texts } from './en.ts'

export const tr: Texts = {
  administration: 'Yönetim',
  people: 'Kişiler',
  ai: 'Yapay zekâ',
  integrations: 'Entegrasyonlar',
  workspace: 'Çalışma alanı',
  members: 'Üyeler',
  twins: 'İkizler',
  tools: 'Araçlar',
  approvals: 'Onaylar',
  knowledge: 'Bilgi',
  usage: 'Kullanım ve bütçeler',
  connections: 'Bağlantılar',
  keys: 'API anahtarları',
  settings: 'Ayarlar',
  notPermitted: 'Bunu göremezsiniz',
  notPermittedAbout: 'Yalnızca çalışma alanının sahipleri ve yöneticileri görür. Birine sorun.',
  missing: 'Burada bir şey yok',
  missingAbout: 'Silinmiş olabilir ya da adres yanlıştır.',
  roles: { owner: 'Sahip', admin: 'Yönetici', member: 'Üye', guest: 'Konuk' },
  actions: 'İşlemler',
}
