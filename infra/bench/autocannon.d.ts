// What we use of autocannon, which brings no types.
declare module 'autocannon' {
  interface Client {
    setHeaders(headers: Record<string, string>): void
    setBody(body: string): void
  }
  interface Options {
    url: string
    connections: number
    duration: number
    method?: 'GET' | 'POST'
    headers?: Record<string, string>
    setupClient?: (client: Client) => void
  }
  interface Result {
    duration: number
    errors: number
    non2xx: number
    '2xx': number
    latency: { p50: number; p99: number }
  }
  interface Run extends Promise<Result> {
    on(event: 'reqError', listener: (error: Error) => void): this
  }
  export default function autocannon(options: Options): Run
}
