/** An answer's body: parsed where it is JSON, a `File` where it is one, text otherwise; undefined where there is none. */
export async function decodeBody(response: Response): Promise<unknown> {
  if (response.headers.has('content-disposition')) return await fileOf(response)
  const text = await response.text()
  if (text === '') return undefined
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function fileOf(response: Response): Promise<File> {
  const [, encoded = ''] = /filename\*=UTF-8''([^;]*)/i.exec(response.headers.get('content-disposition') ?? '') ?? []
  const type = response.headers.get('content-type') ?? ''
  return new File([await response.blob()], decodeURIComponent(encoded), { type })
}
