/**
 * The work's result, or an error with this message once `limitMs` have passed. The work itself is not stopped. What came
 * while the process was busy is not late.
 */
export async function withTimeout<T>(limitMs: number, work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(new Error(message))), limitMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
