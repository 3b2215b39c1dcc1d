/** The text of a JSON list, a value in each line. */
export async function* jsonList(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const value of values) {
    yield before + JSON.stringify(value)
    before = ',\n'
  }
  yield before === ',\n' ? '\n]\n' : '[]\n'
}
