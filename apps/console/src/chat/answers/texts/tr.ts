import type { Texts } from './en.ts'

export const tr: Texts = {
  good: 'İyi yanıt',
  bad: 'Kötü yanıt',
  howAnswered: 'Bu nasıl yanıtlandı',
  confidence: 'Güven',
  model: 'Model',
  tools: 'Araçlar',
  noTools: 'yok',
  sources: 'Kaynaklar',
  sourceOf: (number, title) => `Kaynak ${number}: ${title}`,
  messageIn: (channel) => `#${channel} kanalındaki mesaj`,
  sourceTypes: { message: 'Mesaj', document: 'Belge', conversation: 'Bu görüşmenin öncesi', page: 'Web sayfası' },
  toolStates: { running: 'çalışıyor', done: 'tamam', failed: 'başarısız' },
  retry: 'Yeniden yanıtla',
  approvalFor: (name, tool) => `${name} şunu kullanmak istiyor: ${tool}`,
  untrustedUrl: 'Bu adresi ne siz ne de bir arama verdi.',
  approve: 'Bir kez izin ver',
  deny: 'Reddet',
}
