import { both, html, plain, type Sample } from './sample.ts'

export const english: Sample[] = [
  {
    name: 'Gmail: above the quote',
    source: both(
      `It is the blue one, size 40.

On Mon, Nov 3, 2025 at 10:12 AM Bob at Shop <reply@in.parley.example> wrote:

> Hello Zoë,
> which one did you order?
>
> Bob
`,
      '<div dir="ltr">It is the blue one, size 40.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 3, 2025 at 10:12 AM Bob at Shop &lt;reply@in.parley.example&gt; wrote:<br></div><blockquote class="gmail_quote">Hello Zoë,</blockquote></div>',
    ),
    text: 'It is the blue one, size 40.',
  },
  {
    name: 'Gmail: the line above the quote is broken in two',
    source: plain(`Yes, please.

On Mon, Nov 3, 2025 at 10:12 AM Bob at the Wonderful Shop <
reply@in.parley.example> wrote:

> Shall I send another?
`),
    text: 'Yes, please.',
  },
  {
    name: 'Gmail: HTML alone',
    source: html(
      '<div dir="ltr">First line<div>Second line</div><div><br></div><div>Third</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 3, 2025 at 10:12 AM Bob &lt;<a href="mailto:reply@in.parley.example">reply@in.parley.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>Hello</div></blockquote></div>',
    ),
    text: 'First line\nSecond line\n\nThird',
  },
  {
    name: 'Gmail: answers between quoted lines, which they answer',
    source: plain(`On Mon, Nov 3, 2025 at 10:12 AM Bob <reply@in.parley.example> wrote:

> Which colour?

Blue.

> Which size?

40.

> Bob
`),
    text: '> Which colour?\n\nBlue.\n\n> Which size?\n\n40.',
  },
  {
    name: 'Apple Mail: above the quote, from a telephone',
    source: plain(`It never arrived.

Sent from my iPhone

> On 3 Nov 2025, at 10:12, Bob <reply@in.parley.example> wrote:
>
> ﻿Has it arrived?
`),
    text: 'It never arrived.',
  },
  {
    name: 'Apple Mail: HTML alone, the quote is a citation',
    source: html(
      '<html><body style="overflow-wrap: break-word;"><div>Here is the number: 4711</div><div><br><blockquote type="cite"><div>On 3 Nov 2025, at 10:12, Bob &lt;reply@in.parley.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>What is the number?</div></blockquote></div><br></body></html>',
    ),
    text: 'Here is the number: 4711',
  },
  {
    name: 'Outlook: the head of the quoted mail',
    source: plain(`Thanks, that works.

Kind regards,
Zoë

From: Bob at Shop <reply@in.parley.example>
Sent: Monday, November 3, 2025 10:12 AM
To: Zoë Kaya <zoe@home.example>
Subject: Your order

Please try this link.
`),
    text: 'Thanks, that works.\n\nKind regards,\nZoë',
  },
  {
    name: 'Outlook on the web: HTML, with a rule above the head',
    source: html(
      '<html><head><style>P {margin:0}</style></head><body><div class="elementToProof">I see &amp; agree.</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Bob &lt;reply@in.parley.example&gt;<br><b>Sent:</b> Monday, November 3, 2025 10:12 AM<br><b>To:</b> Zoë &lt;zoe@home.example&gt;<br><b>Subject:</b> Your order</font><div>&nbsp;</div></div><div>Do you agree?</div></body></html>',
    ),
    text: 'I see & agree.',
  },
  {
    name: 'Outlook of old: a line of words, and then everything',
    source: plain(`Fine with me.

-----Original Message-----
From: Bob
Sent: Monday

Is that all right?
`),
    text: 'Fine with me.',
  },
  {
    name: 'Outlook for iOS: its advertisement',
    source: plain(`Tomorrow is good.

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Bob <reply@in.parley.example>
Sent: Monday, November 3, 2025 10:12:00 AM
To: Zoë <zoe@home.example>
Subject: Your order

When?
`),
    text: 'Tomorrow is good.',
  },
  {
    name: 'Thunderbird: below the quote, with a signature',
    source: plain(
      `On 11/3/25 10:12, Bob at Shop wrote:
> Hello Zoë,
>
> where did you see it? 

On the second page of the catalogue, \nbeside the lamps.

-- \nZoë Kaya
12 Long Street
`,
      'Content-Type: text/plain; charset=UTF-8; format=flowed',
    ),
    text: 'On the second page of the catalogue, beside the lamps.',
  },
  {
    name: 'Yahoo: nothing marks the quote but the line above it',
    source: plain(`Got it, thank you!

On Monday, November 3, 2025 at 10:12:00 AM GMT+1, Bob <reply@in.parley.example> wrote:

 Hello Zoë,
 we have sent it.
`),
    text: 'Got it, thank you!',
  },
  {
    name: 'a mail that is passed on keeps what it is about',
    source: plain(`See below.

---------- Forwarded message ---------
From: Courier <courier@post.example>
Date: Mon, Nov 3, 2025 at 9:00 AM
Subject: Your parcel
To: <zoe@home.example>

It is lost.
`).replace('Subject: Re: Your order', 'Subject: Fwd: Your parcel'),
    text: 'See below.\n\n---------- Forwarded message ---------\nFrom: Courier <courier@post.example>\nDate: Mon, Nov 3, 2025 at 9:00 AM\nSubject: Your parcel\nTo: <zoe@home.example>\n\nIt is lost.',
  },
  {
    name: 'sentences that look like quotes and signatures are somebody’s own',
    source: plain(`On Monday your colleague wrote: wait.
Sent from my house was a parcel, and it never reached you.
From: me. To: you.
> 5 is what the counter shows.

Best wishes,
Zoë`),
    text: 'On Monday your colleague wrote: wait.\nSent from my house was a parcel, and it never reached you.\nFrom: me. To: you.\n\n> 5 is what the counter shows.\n\nBest wishes,\nZoë',
  },
  {
    name: 'where nothing but a quote is there, it is kept',
    source: plain('> only this\n> and that\n'),
    text: '> only this\n> and that',
  },
  {
    name: 'links keep their addresses, lists their dots, and what is hidden is left out',
    source: html(
      '<style>p{}</style><div style="display:none">preview</div><p>See <a href="https://shop.example/a?b=1&amp;c=2">this page</a> and <a href="https://shop.example">shop.example</a>:</p><ul><li>one</li><li>two</li></ul><script>alert(1)</script><table><tr><td>a</td><td>b</td></tr></table>',
    ),
    text: 'See this page <https://shop.example/a?b=1&c=2> and shop.example:\n\n- one\n- two\n\na b',
  },
]
