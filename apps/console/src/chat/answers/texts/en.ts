export const en = {
  good: 'Good answer',
  bad: 'Poor answer',
  howAnswered: 'How this was answered',
  confidence: 'Confidence',
  model: 'Model',
  tools: 'Tools',
  noTools: 'none',
  toolStates: { running: 'running', done: 'done', failed: 'failed' },
  retry: 'Answer again',
  approvalFor: (name: string, tool: string) => `${name} asks to use ${tool}`,
  untrustedUrl: 'The address was named neither by you nor by a search.',
  approve: 'Allow once',
  deny: 'Deny',
}
export type Texts = typeof en
