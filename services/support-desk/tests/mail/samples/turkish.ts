import { html, plain, type Sample } from './sample.ts'

export const turkish: Sample[] = [
  {
    name: 'Gmail',
    source: plain(`Evet, lütfen gönderin.

Mağaza Destek <reply@in.parley.example>, 3 Kas 2025 Pzt, 10:12 tarihinde şunu
yazdı:

> Yenisini gönderelim mi?
`),
    text: 'Evet, lütfen gönderin.',
  },
  {
    name: 'Apple Mail, telefondan',
    source: plain(`Mavi olanı istiyorum.

iPhone’umdan gönderildi

> Bob <reply@in.parley.example> şunları yazdı (3 Kas 2025 10:12):
>
> Hangisini istersiniz?
`),
    text: 'Mavi olanı istiyorum.',
  },
  {
    name: 'Outlook',
    source: html(
      '<p class="MsoNormal">Teşekkürler, sorun çözüldü.</p><div><p class="MsoNormal"><b>Kimden:</b> Bob &lt;reply@in.parley.example&gt;<br><b>Gönderilme:</b> 3 Kasım 2025 Pazartesi 10:12<br><b>Kime:</b> Zoë &lt;zoe@home.example&gt;<br><b>Konu:</b> Siparişiniz</p></div><p>Çözüldü mü?</p>',
    ),
    text: 'Teşekkürler, sorun çözüldü.',
  },
  {
    name: 'Outlook, iOS',
    source: plain(`Yarın olur.

iOS için Outlook'u edinin<https://aka.ms/o0ukef>
________________________________
Kimden: Bob <reply@in.parley.example>
Gönderildi: Pazartesi
Kime: zoe@home.example
Konu: Siparişiniz

Ne zaman?
`),
    text: 'Yarın olur.',
  },
  {
    name: 'Thunderbird, ISO-8859-9',
    source: plain(
      '3.11.2025 10:12 tarihinde Bob yazd=FD:\n> Nerede?\n\n=DDkinci sayfada, =FE=F6yle.\n',
      'Content-Type: text/plain; charset=iso-8859-9\nContent-Transfer-Encoding: quoted-printable',
    ),
    text: 'İkinci sayfada, şöyle.',
  },
]
