import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'İletiler ne kadar saklanır',
  aboutWorkspace:
    'Tüm kanalların ve doğrudan iletilerin daha eski iletileri, dosyalarıyla birlikte kalıcı olarak silinir. Bir kanalın kendi ayarı olabilir. Destek konuşmaları ve ikizlerle özel konuşmalar kalır.',
  aboutChannel: 'Bu kanalın daha eski iletileri, dosyalarıyla birlikte kalıcı olarak silinir.',
  days: 'Gün',
  daysHint: 'Boş: süresiz.',
  forEver: 'İletiler süresiz saklanır.',
  keptFor: (days) => `İletiler ${days} gün saklanır.`,
  asWorkspace: 'Çalışma alanındaki gibi.',
  ownChannels: (count) => `${count} kanalın kendi ayarı var.`,
  follow: 'Çalışma alanına uy',
  saved: (time) => `Kaydedildi. Bununla ${time} öncesinde hiçbir şey silinmez.`,
  deletesTitle: (count, isMore) => `${isMore ? `${count} iletiden fazlası` : `${count} ileti`} daha eski`,
  deletesAbout: 'Bir saat sonra silinirler ve geri getirilemezler. O zamana kadar yeniden değiştirebilirsiniz.',
  deleteThem: 'Bir saat sonra sil',
  appliesAt: (time) => `Az önce değişti: ${time} öncesinde hiçbir şey silinmez.`,
}
