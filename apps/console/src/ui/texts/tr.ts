import type { Texts } from './en.ts'

export const tr: Texts = {
  close: 'Kapat',
  cancel: 'Vazgeç',
  save: 'Kaydet',
  retry: 'Yeniden dene',
  loading: 'Yükleniyor…',
  copy: 'Kopyala',
  copied: 'Kopyalandı',
  notCopied: 'Tarayıcınız kopyalamaya izin vermiyor.',
  arrivalFrom: (name) => `Yeni mesaj: ${name}`,
  arrivals: (count) => `${count} yeni mesaj`,
  more: 'Diğer işlemler',
  loadMore: 'Daha fazla göster',
  failed: 'Bu yüklenemedi.',
  newVersion: 'Parley’in daha yeni bir sürümü var. Yazdıklarınız korunur.',
  overtaken: 'Bu arada başkası bunu değiştirdi. Yazdıklarınız duruyor.',
  reload: 'Yeni sürüm için yeniden yükle',
  offline: 'Parley’ye şu anda ulaşılamıyor.',
  refused: (message) => `Olmadı: ${message}`,
  downloadFile: (name) => `${name} dosyasını indir`,
  pick: (label) => `Seç: ${label}`,
}
