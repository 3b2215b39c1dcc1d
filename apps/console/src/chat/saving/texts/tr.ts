import type { Texts } from './en.ts'

export const tr: Texts = {
  title: (channel) => `${channel} kaydedilsin`,
  about: (count) =>
    `Okuyabildiğiniz kadarı, başlıklarıyla birlikte: en yeni ${count.toLocaleString('tr')} mesaj. Dosyaların yalnızca adı yazılır.`,
  format: 'Biçim',
  formats: { text: 'Metin, okumak için', json: 'JSON, her şeyiyle' },
  reading: 'Mesajlar okunuyor',
  save: 'Kaydet',
}
