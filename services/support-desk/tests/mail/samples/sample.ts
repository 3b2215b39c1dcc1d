/** A mail as a program writes it, and what its author wrote. */
export interface Sample {
  name: string
  source: string
  text: string
}

const head = `From: =?utf-8?q?Zo=C3=AB_Kaya?= <zoe@home.example>
To: Shop <reply@in.parley.example>
Subject: Re: Your order
Message-ID: <zoe-1@home.example>
In-Reply-To: <desk-1@in.parley.example>
MIME-Version: 1.0`

/** A mail of plain text. */
export const plain = (body: string, headers = 'Content-Type: text/plain; charset=utf-8'): string =>
  `${head}\n${headers}\n\n${body}`

/** A mail of HTML alone. */
export const html = (body: string): string => `${head}\nContent-Type: text/html; charset=utf-8\n\n${body}`

/** A mail with both, as most programs send it. */
export const both = (text: string, markup: string): string => `${head}
Content-Type: multipart/alternative; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

${text}
--b1
Content-Type: text/html; charset=utf-8

${markup}
--b1--
`
