import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'Onaylar',
  about: 'Sizi bekleyen araç çağrıları. Soran kişi, kanallarda ayrıca sahipler ve yöneticiler karar verir.',
  none: 'Sizi bekleyen bir şey yok',
  noneAbout: 'Yapay zekâ önce soran bir aracı kullanmak isteyince on dakika boyunca burada durur.',
  approve: 'Onayla',
  deny: 'Reddet',
  approveOf: (tool) => `${tool}: onayla`,
  denyOf: (tool) => `${tool}: reddet`,
  input: 'Çağrının içeriği',
  statuses: {
    pending: 'bekliyor',
    approved: 'onaylandı',
    denied: 'reddedildi',
    expired: 'süresi doldu',
    cancelled: 'iptal edildi',
  },
  reasons: {
    permission: 'Bu araç her çağrıdan önce sorar.',
    untrusted_url: 'Bu adresi ne kişi ne de bir arama verdi.',
  },
}
