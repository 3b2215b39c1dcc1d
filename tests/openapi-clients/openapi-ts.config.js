/** As the users of `@hey-api/openapi-ts` write it for Node. */
export default {
  input: './generated/openapi.json',
  output: { path: './generated/hey-api', importFileExtension: '.js' },
  logs: { file: false },
}
