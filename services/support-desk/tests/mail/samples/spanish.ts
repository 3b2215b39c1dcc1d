import { html, plain, type Sample } from './sample.ts'

export const spanish: Sample[] = [
  {
    name: 'Gmail',
    source: plain(`Sí, por favor.

El lun, 3 nov 2025 a las 10:12, Bob de la Tienda (<reply@in.parley.example>)
escribió:

> ¿Le enviamos otro?
`),
    text: 'Sí, por favor.',
  },
  {
    name: 'Apple Mail, del teléfono',
    source: plain(`El azul.

Enviado desde mi iPhone

> El 3 nov 2025, a las 10:12, Bob <reply@in.parley.example> escribió:
>
> ¿Cuál quiere?
`),
    text: 'El azul.',
  },
  {
    name: 'Outlook',
    source: html(
      '<div>Muchas gracias, ya llegó.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>De:</b> Bob &lt;reply@in.parley.example&gt;<br><b>Enviado:</b> lunes, 3 de noviembre de 2025 10:12<br><b>Para:</b> Zoë &lt;zoe@home.example&gt;<br><b>Asunto:</b> Su pedido<br></div><div>¿Llegó?</div>',
    ),
    text: 'Muchas gracias, ya llegó.',
  },
  {
    name: 'Outlook de antes',
    source: plain(`De acuerdo.

-----Mensaje original-----
De: Bob
Enviado el: lunes
Para: Zoë
Asunto: Su pedido

¿Le parece?
`),
    text: 'De acuerdo.',
  },
  {
    name: 'Thunderbird',
    source: plain(`El 3/11/25 a las 10:12, Bob escribió:
> ¿Dónde lo vio?

En la segunda página.
`),
    text: 'En la segunda página.',
  },
]
