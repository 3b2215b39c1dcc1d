import { parse } from 'libpg-query'

/** What statements may name, by `schema.name`. */
export interface Surface {
  /** Tables and views of workspaces, each with its column that says which workspace it is. */
  relations: ReadonlyMap<string, string>
  /** All others: what their columns say of a workspace is nothing that a statement was given. */
  globals: ReadonlySet<string>
  /** Functions whose first argument is a workspace. */
  functions: ReadonlySet<string>
}

/** A node of PostgreSQL's parse tree. */
export type Node = Record<string, unknown>

/**
 * What of a workspace's a statement names without naming the workspace: relations that nothing binds to one workspace,
 * functions that are called with something else first. A relation is bound by a condition that must hold, such as
 * `m.workspace_id = $1`, or by one with another that is bound; an insertion, by the column.
 *
 * @param schema where names without one are looked up
 * @param isView whether it may leave one workspace open: whoever selects from it names it
 * @throws Error where it cannot be parsed
 */
export async function findUnbound(text: string, schema: string, surface: Surface, isView = false): Promise<string[]> {
  const found: string[] = []
  for (const statement of await parseAny(text)) new Walk(schema, surface, found, isView).statement(statement)
  return [...new Set(found)]
}

/** PL/pgSQL's expressions and assignments are recorded as they are written, without a `select`. */
export async function parseAny(text: string): Promise<Node[]> {
  const readings = [text, `select ${text}`, `select ${text.replace(/^\s*[\w."]+(\[[^\]]*\])?\s*:?=/, '')}`]
  let failure: unknown
  for (const reading of readings) {
    try {
      const { stmts = [] } = (await parse(reading)) as { stmts?: { stmt?: Node }[] }
      return stmts.flatMap(({ stmt }): Node[] => (stmt ? [stmt] : []))
    } catch (error) {
      failure ??= error
    }
  }
  throw new Error(`Cannot be parsed: ${text}`, { cause: failure })
}

/** The relations of one level of a statement, and how its conditions join them. */
interface Level {
  /** A workspace's relations by the name that conditions have for them. */
  relations: Map<string, { name: string; key: string }>
  /** Other relations by theirs. */
  globals: Set<string>
  /** Each is joined to the others of its set, and bound with them where it is one that the condition holds for. */
  links: { members: Set<string>; into: ReadonlySet<string> | undefined }[]
}

/** Statements that go over all workspaces, whatever is in them. */
const everywhere = /^(Truncate|Lock|Copy|Do|Merge)Stmt$/

/** What a set is joined to that is bound to one workspace. */
const bound = '*'

class Walk {
  readonly #schema: string
  readonly #surface: Surface
  readonly #found: string[]
  readonly #isView: boolean

  constructor(schema: string, surface: Surface, found: string[], isView: boolean) {
    this.#schema = schema
    this.#surface = surface
    this.#found = found
    this.#isView = isView
  }

  statement(node: Node): void {
    this.#visit(node, new Set())
  }

  /** @param ctes names that are no relations here */
  #visit(value: unknown, ctes: ReadonlySet<string>): void {
    if (Array.isArray(value)) for (const each of value) this.#visit(each, ctes)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [type, inner] of Object.entries(value as Node)) {
      if (/^(Select|Update|Delete|Insert)Stmt$/.test(type)) this.#query(type, inner as Node, ctes)
      else {
        if (type === 'FuncCall') this.#call(inner as Node)
        if (everywhere.test(type)) this.#found.push(`${type.slice(0, -4).toLowerCase()}: of all workspaces`)
        this.#visit(inner, ctes)
      }
    }
  }

  #query(type: string, query: Node, outer: ReadonlySet<string>): void {
    const ctes = new Set(outer)
    const { withClause, larg, rarg, ...rest } = query
    for (const { CommonTableExpr: each } of listOf((withClause as Node | undefined)?.ctes)) {
      const { ctename, ctequery } = each as Node
      const isRecursive = (withClause as Node).recursive === true
      if (isRecursive) ctes.add(ctename as string)
      this.#visit(ctequery, ctes)
      ctes.add(ctename as string)
    }
    for (const side of [larg, rarg]) if (side) this.#query('SelectStmt', side as Node, ctes)

    const target = query.relation as Node | undefined
    if (type === 'InsertStmt') this.#insertion(query)
    const level: Level = { relations: new Map(), globals: new Set(), links: [] }
    if (target && type !== 'InsertStmt') this.#addRelation(target, level, ctes)
    for (const item of [...listOf(query.fromClause), ...listOf(query.usingClause)]) this.#addItem(item, level, ctes)
    this.#addConditions(query.whereClause, level)
    this.#judge(level)

    const { fromClause, usingClause, relation, ...others } = rest
    this.#visit(others, ctes)
    // Relations were looked at; what is left in there is other levels.
    this.#visit([fromClause, usingClause], ctes)
  }

  #insertion({ relation, cols }: Node): void {
    const name = this.#relationOf(relation as Node)
    if (
      this.#surface.relations.get(name) === 'workspace_id' &&
      !listOf(cols).some(({ ResTarget: column }) => (column as Node).name === 'workspace_id')
    )
      this.#found.push(`${name}: inserted without a workspace`)
  }

  #addItem(item: Node, level: Level, ctes: ReadonlySet<string>): void {
    if (item.RangeVar) this.#addRelation(item.RangeVar as Node, level, ctes)
    const join = item.JoinExpr as Node | undefined
    if (!join) return
    const sides = [join.larg, join.rarg].map((side) => {
      const before = new Set(level.relations.keys())
      this.#addItem(side as Node, level, ctes)
      return [...level.relations.keys()].filter((name) => !before.has(name))
    })
    // What an outer join preserves is there whether or not its condition holds.
    const held = { JOIN_LEFT: sides[1]!, JOIN_RIGHT: sides[0]!, JOIN_FULL: [] }[join.jointype as string]
    const into = held && new Set(held)
    if (namesOf(join.usingClause).includes('workspace_id')) {
      // A side without relations is a query or a list of its own, and bound by itself.
      const members = new Set(sides.flatMap((names) => (names.length > 0 ? names : [bound])))
      level.links.push({ members, into })
    }
    this.#addConditions(join.quals, level, into)
  }

  #addRelation(relation: Node, level: Level, ctes: ReadonlySet<string>): void {
    if (!relation.schemaname && ctes.has(relation.relname as string)) return
    const name = this.#relationOf(relation)
    const alias = ((relation.alias as Node | undefined)?.aliasname ?? relation.relname) as string
    const key = this.#surface.relations.get(name)
    if (key) level.relations.set(alias, { name, key })
    else if (this.#surface.globals.has(name)) level.globals.add(alias)
    else if (!/\.(pg_|_pg)/.test(name)) this.#found.push(`${name}: no such relation`)
  }

  /** Conditions that must all hold; what stands in an `or` binds nothing. */
  #addConditions(condition: unknown, level: Level, into?: ReadonlySet<string>): void {
    const {
      BoolExpr: boolean,
      A_Expr: comparison,
      SubLink: link,
      BooleanTest: test,
    } = (condition ?? {}) as Record<string, Node>
    if (test?.booltesttype === 'IS_TRUE') this.#addConditions(test.arg, level, into)
    if (boolean?.boolop === 'AND_EXPR') for (const each of listOf(boolean.args)) this.#addConditions(each, level, into)
    if (comparison && isEquality(comparison)) this.#addEquality(comparison.lexpr, comparison.rexpr, level, into)
    if (link?.subLinkType === 'ANY_SUBLINK' && link.operName === undefined) {
      const targets = targetsOf(link)
      const tested = rowOf(link.testexpr) ?? [link.testexpr]
      for (const [i, each] of tested.entries())
        if (isWorkspaceColumn(targets[i])) this.#addEquality(each, parameter, level, into)
    }
  }

  #addEquality(left: unknown, right: unknown, level: Level, into?: ReadonlySet<string>): void {
    const [row, other] = [rowOf(left), rowOf(right)]
    if (row) {
      // Of a list of rows, each has its workspace in the same place.
      for (const [i, each] of row.entries()) this.#addEquality(each, other?.[i] ?? parameter, level, into)
      return
    }
    const members = [left, right].map((side) => this.#workspaceOf(side, level))
    if (members.every((member) => member !== undefined) && members.some((member) => member !== bound))
      level.links.push({ members: new Set(members), into })
  }

  /** The relation of this level whose workspace it is, `bound` where it was given or bound elsewhere; else undefined. */
  #workspaceOf(side: unknown, level: Level): string | undefined {
    const { relations, globals } = level
    const fields = columnOf(side)
    if (fields) {
      const column = fields.at(-1)!
      const first = [...relations][0]
      if (fields.length === 1) return column === first?.[1].key ? first[0] : isCalledWorkspace(column)
      const alias = fields.at(-2)!
      if (globals.has(alias)) return undefined
      if (!relations.has(alias)) return isCalledWorkspace(column)
      return column === relations.get(alias)!.key ? alias : undefined
    }
    const { TypeCast: cast, SubLink: link } = (side ?? {}) as Record<string, Node>
    if (cast) return this.#workspaceOf(cast.arg, level)
    if (link) return targetsOf(link).every(isWorkspaceColumn) ? bound : undefined
    return columnsIn(side).some((column) => column === 'workspace_id') ? undefined : bound
  }

  #judge({ relations, links }: Level): void {
    const reached = new Set([bound])
    let isOpen = this.#isView
    const spread = () => {
      for (let size = -1; size !== reached.size; ) {
        size = reached.size
        for (const { members, into } of links)
          if ([...members].some((each) => reached.has(each)))
            for (const each of members) if (!into || into.has(each)) reached.add(each)
      }
    }
    spread()
    for (const [alias, { name }] of relations) {
      if (reached.has(alias)) continue
      if (isOpen) {
        isOpen = false
        reached.add(alias)
        spread()
      } else this.#found.push(`${name}: bound to no workspace`)
    }
  }

  #call({ funcname, args }: Node): void {
    const name = this.#nameIn(namesOf(funcname), this.#surface.functions)
    if (!name) return
    const [first] = listOf(args)
    const given = (first?.NamedArgExpr as Node | undefined)?.arg ?? first
    if (!isWorkspace(given)) this.#found.push(`${name}: called without a workspace`)
  }

  #relationOf({ schemaname, relname }: Node): string {
    return `${schemaname ?? this.#schema}.${relname}`
  }

  #nameIn(path: string[], names: ReadonlySet<string>): string | undefined {
    const name = path.length === 1 ? `${this.#schema}.${path[0]}` : path.join('.')
    return names.has(name) ? name : undefined
  }
}

/** What stands for a value that the statement was given. */
const parameter: Node = { ParamRef: {} }

/** A variable or a column from elsewhere is believed by its name. */
const isCalledWorkspace = (name: string) => (name.includes('workspace') ? bound : undefined)

const isWorkspaceColumn = (value: unknown): boolean => columnOf(value)?.at(-1)?.includes('workspace') ?? false

/** What a sub-query selects. */
const targetsOf = ({ subselect }: Node): unknown[] =>
  listOf(((subselect as Node | undefined)?.SelectStmt as Node | undefined)?.targetList).map(
    ({ ResTarget: target }) => (target as Node).val,
  )

/** The last names of all columns within. */
function columnsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const column = columnOf(value)
  return column ? column.slice(-1) : Object.values(value).flatMap(columnsIn)
}

export const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value : [])

/** The parts of a name, or what is in a list of them. */
export const namesOf = (value: unknown): string[] =>
  listOf(value).flatMap(({ String: name }) => ((name as Node | undefined)?.sval as string | undefined) ?? [])

/** `=`, `in (…)`, `= any(…)` and `is not distinct from`, with which null stands for no workspace. */
const isEquality = ({ kind, name }: Node): boolean =>
  ['AEXPR_OP', 'AEXPR_IN', 'AEXPR_OP_ANY', 'AEXPR_NOT_DISTINCT'].includes(kind as string) &&
  namesOf(name).at(-1) === '='

const rowOf = (value: unknown): unknown[] | undefined => {
  const row = (value as Node | undefined)?.RowExpr as Node | undefined
  return row && listOf(row.args)
}

/** The parts of a column's name: `m.workspace_id` is `['m', 'workspace_id']`. */
function columnOf(value: unknown): string[] | undefined {
  const column = (value as Node | undefined)?.ColumnRef as Node | undefined
  return column && namesOf(column.fields)
}

/** A parameter, or something that is called a workspace. */
function isWorkspace(value: unknown): boolean {
  const { ParamRef: parameter, A_Const: constant, TypeCast: cast } = (value ?? {}) as Record<string, Node>
  if (parameter || constant) return true
  if (cast) return isWorkspace(cast.arg)
  return columnOf(value)?.at(-1)?.includes('workspace') ?? false
}
