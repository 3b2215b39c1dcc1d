import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'Mesajlar ne kadar saklanır',
  aboutWorkspace:
    'Tüm kanalların ve doğrudan mesajların daha eski mesajları, dosyalarıyla birlikte kalıcı olarak silinir. Bir kanalın kendi ayarı olabilir. Destek görüşmeleri ve ikizlerle özel görüşmeler kalır.',
  aboutChannel: 'Bu kanalın daha eski mesajları, dosyalarıyla birlikte kalıcı olarak silinir.',
  days: 'Gün',
  daysHint: 'Boş: süresiz.',
  forEver: 'Mesajlar süresiz saklanır.',
  keptFor: (days) => `Mesajlar ${days} gün saklanır.`,
  asWorkspace: 'Çalışma alanındaki gibi.',
  ownChannels: (count) => `${count} kanalın kendi ayarı var.`,
  follow: 'Çalışma alanına uy',
  saved: (time) => `Kaydedildi. Bununla ${time} öncesinde hiçbir şey silinmez.`,
  deletesTitle: (count, isMore) => `${isMore ? `${count} mesajdan fazlası` : `${count} mesaj`} daha eski`,
  deletesAbout: 'Bir saat sonra silinirler ve geri getirilemezler. O zamana kadar yeniden değiştirebilirsiniz.',
  deleteThem: 'Bir saat sonra sil',
  appliesAt: (time) => `Az önce değişti: ${time} öncesinde hiçbir şey silinmez.`,
}
