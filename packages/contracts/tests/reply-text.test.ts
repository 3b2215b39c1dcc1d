import { describe, expect, it } from 'vitest'
import { ReplyText } from '../src/desk/reply-text.ts'
import { fillIn } from '../src/desk/reply-variables.ts'

const values = {
  'visitor.name': 'Jane {{agent.name}}',
  'visitor.firstName': null,
  'visitor.email': 'jane@acme.example',
  'agent.name': '$& Bob',
  'agent.firstName': 'Bob',
  'workspace.name': 'Acme',
}

describe('a prepared text', () => {
  it.each([
    ['Hi {{visitor.email}}{{ agent.firstName }}', 'Hi jane@acme.exampleBob'],
    ['Hi {{visitor.firstName|you | there}}!', 'Hi you | there!'],
    ['Hi {{visitor.firstName}}!', 'Hi !'],
    ['{{workspace.name | us}}', 'Acme'],
    ['{{visitor.name}}, {{agent.name}}', 'Jane {{agent.name}}, $& Bob'],
    ['{a} {{ {b} }} { {c} }', '{a} {{ {b} }} { {c} }'],
  ])('%j is filled in as %j', (text, expected) => {
    expect(ReplyText.parse(text)).toBe(text)
    expect(fillIn(text, values)).toBe(expected)
  })

  it('names each variable that there is not', () => {
    const { error } = ReplyText.safeParse('{{visitor.name}} {{visitor.nmae | you}} {{}}')
    expect(error!.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\{\{visitor\.nmae \| you\}\} is no variable\. There are visitor\.name, /),
      expect.stringMatching(/^\{\{\}\} is no variable/),
    ])
  })
})
