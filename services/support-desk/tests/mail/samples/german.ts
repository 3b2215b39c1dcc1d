import { both, html, plain, type Sample } from './sample.ts'

export const german: Sample[] = [
  {
    name: 'Gmail',
    source: both(
      `Ja, gerne.

Am Mo., 3. Nov. 2025 um 10:12 Uhr schrieb Bob vom Laden <
reply@in.parley.example>:

> Soll ich es schicken?
`,
      '<div>Ja, gerne.</div>',
    ),
    text: 'Ja, gerne.',
  },
  {
    name: 'Apple Mail vom Telefon',
    source: plain(`Größe 40 bitte.

Von meinem iPhone gesendet

> Am 03.11.2025 um 10:12 schrieb Bob <reply@in.parley.example>:
>
> Welche Größe?
`),
    text: 'Größe 40 bitte.',
  },
  {
    name: 'Outlook',
    source: html(
      '<div class="WordSection1"><p class="MsoNormal">Vielen Dank, es ist angekommen.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> Bob &lt;reply@in.parley.example&gt; <br><b>Gesendet:</b> Montag, 3. November 2025 10:12<br><b>An:</b> Zoë &lt;zoe@home.example&gt;<br><b>Betreff:</b> Ihre Bestellung</p></div><p class="MsoNormal">Ist es da?</p></div>',
    ),
    text: 'Vielen Dank, es ist angekommen.',
  },
  {
    name: 'Outlook in alter Art, aus Windows-1252',
    source: plain(
      'Das w=E4re sch=F6n. Kostet es 5 =80?\n\n-----Urspr=FCngliche Nachricht-----\nVon: Bob\nGesendet: Montag\n\nSollen wir?\n',
      'Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable',
    ),
    text: 'Das wäre schön. Kostet es 5 €?',
  },
  {
    name: 'Thunderbird, unter dem Zitat',
    source: plain(`Am 03.11.25 um 10:12 schrieb Bob:
> Wo wohnen Sie?

In der Langen Straße.

-- \nZoë
`),
    text: 'In der Langen Straße.',
  },
  {
    name: 'GMX',
    source: plain(`Das passt.
 \nGesendet: Montag, 03. November 2025 um 10:12 Uhr
Von: "Bob" <reply@in.parley.example>
An: zoe@home.example
Betreff: Ihre Bestellung

Passt das?
`),
    text: 'Das passt.',
  },
]
