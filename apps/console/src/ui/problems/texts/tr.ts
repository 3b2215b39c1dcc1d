import type { Texts } from './en.ts'

export const tr: Texts = {
  required: 'Doldurulması gerekir.',
  tooLong: (n) => `En fazla ${n} karakter.`,
  tooShort: (n) => `En az ${n} karakter.`,
  tooMany: (n) => `En fazla ${n} öğe.`,
  atMost: (n) => `En fazla ${n}.`,
  atLeast: (n) => `En az ${n}.`,
  email: 'Bir e-posta adresi değil.',
  url: 'https://example.com gibi bir adres değil.',
  number: 'Tam sayı değil.',
  time: 'Bir saat ya da gün değil.',
  taken: 'Zaten kullanılıyor.',
  wrong: 'Yanlış.',
  hidden: 'Görünmeyen karakterler ya da birden çok satır içeriyor.',
}
