import { ExplainNode, type KyselyPlugin, RawNode } from 'kysely'

/** A node of a plan, of what `explain (analyze, buffers, format json)` says. */
export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: PlanNode[]
}

export interface Explained {
  Plan: PlanNode
  /** In milliseconds. */
  'Execution Time': number
}

/** Has each statement explained instead of answered: `received` gets the plan, and whoever asked no rows. */
export const explaining = (received: (explained: Explained) => void): KyselyPlugin => ({
  transformQuery({ node }) {
    if (!RawNode.is(node))
      return { ...node, explain: ExplainNode.create('json', RawNode.createWithSql('analyze, buffers')) }
    const [first, ...rest] = node.sqlFragments
    return { ...node, sqlFragments: [`explain (analyze, buffers, format json) ${first}`, ...rest] }
  },
  async transformResult({ result }) {
    const [explained] = result.rows[0]!['QUERY PLAN'] as [Explained]
    received(explained)
    return { ...result, rows: [] }
  },
})
