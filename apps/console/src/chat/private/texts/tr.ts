import type { Texts } from './en.ts'

export const tr: Texts = {
  title: 'Özel görüşmeler',
  about: 'Burada sorduklarınızı başka kimse okumaz.',
  list: 'Görüşmeleriniz',
  start: 'Yeni görüşme',
  none: 'Henüz bir şey sormadınız.',
  question: 'Bir şey sorun…',
  whom: 'Kime sorulsun',
  ask: 'Sor',
  beginning: 'Ne bilmek istersiniz?',
  you: 'Siz',
  rename: 'Yeniden adlandır',
  name: 'Ad',
  delete: 'Sil',
  deleteTitle: 'Bu görüşme silinsin mi?',
  deleteAbout: 'Tüm yanıtlarıyla birlikte, kalıcı olarak.',
  earlier: 'Önceki sürüm',
  later: 'Sonraki sürüm',
  version: (at, of) => `${at} / ${of}`,
}
