import { schemaOf, serviceNames } from '@parley/contracts/services'
import type { Query } from './rules.ts'
import { listOf, type Node, namesOf, parseAny } from './statements.ts'

/** What decides whether an expression is the same at every call. */
export interface Immutable {
  /** Functions of which every form is immutable, by name. */
  functions: ReadonlySet<string>
  /** Columns that are numbers, as `schema.table.column`: adding to a time depends on the time zone. */
  numbers: ReadonlySet<string>
}

const numberTypes = ['int2', 'int4', 'int8', 'numeric', 'float8']
/** Types that a cast reads the same everywhere; of `'now'::timestamptz` that is not so. */
const plainTypes = new Set([...numberTypes, 'bool', 'text', 'varchar', 'uuid', 'json', 'jsonb', 'bytea'])

export async function readImmutable(query: Query): Promise<Immutable> {
  const functions = await query<{ name: string }>(
    `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1) group by 1 having bool_and(p.provolatile = 'i')`,
    [[...serviceNames.map(schemaOf), 'parley', 'pg_catalog']],
  )
  const numbers = await query<{ name: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_type t on t.oid = a.atttypid
     where n.nspname = any($1) and c.relkind in ('r', 'p') and a.attnum > 0 and t.typname = any($2)`,
    [serviceNames.map(schemaOf), numberTypes],
  )
  const names = (rows: { name: string }[]) => new Set(rows.map(({ name }) => name))
  return { functions: names(functions), numbers: names(numbers) }
}

/**
 * What a statement's `on conflict … do update` holds that may differ between two calls: a distributed engine computes it
 * on each node.
 *
 * @param schema where tables without one are looked up
 */
export async function findChangingUpserts(text: string, schema: string, immutable: Immutable): Promise<string[]> {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [type, inner] of Object.entries(value)) {
      if (type === 'InsertStmt') judge(inner as Node)
      visit(inner)
    }
  }
  const judge = ({ relation, onConflictClause }: Node): void => {
    const { action, targetList, whereClause } = (onConflictClause ?? {}) as Node
    if (action !== 'ONCONFLICT_UPDATE') return
    const { schemaname = schema, relname } = relation as Node
    const check = new Check(`${schemaname}.${relname}`, immutable)
    for (const { ResTarget: target } of listOf(targetList)) check.expression((target as Node).val)
    check.expression(whereClause)
    found.push(...check.found)
  }
  for (const statement of await parseAny(text)) visit(statement)
  return found
}

/** Nodes that are as immutable as what they consist of. */
const transparent =
  /^(CoalesceExpr|MinMaxExpr|CaseExpr|CaseWhen|BoolExpr|NullTest|BooleanTest|A_ArrayExpr|RowExpr|List)$/
const leaves = /^(ColumnRef|ParamRef)$/

class Check {
  readonly found: string[] = []
  readonly #table: string
  readonly #immutable: Immutable

  constructor(table: string, immutable: Immutable) {
    this.#table = table
    this.#immutable = immutable
  }

  expression(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.expression(each)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [type, inner] of Object.entries(value)) {
      if (!/^[A-Z]/.test(type)) this.expression(inner)
      else this.#node(type, inner as Node)
    }
  }

  #node(type: string, node: Node): void {
    if (leaves.test(type)) return
    if (transparent.test(type)) this.expression(node)
    else if (type === 'A_Const') this.#constant(node)
    else if (type === 'TypeCast') this.#cast(node)
    else if (type === 'A_Expr') this.#operator(node)
    else if (type === 'FuncCall') this.#call(node)
    else this.found.push(type)
  }

  #constant({ sval }: Node): void {
    const text = (sval as Node | undefined)?.sval
    if (typeof text === 'string' && /^\s*(now|today|tomorrow|yesterday)\s*$/i.test(text)) this.found.push(`'${text}'`)
  }

  #cast({ arg, typeName }: Node): void {
    const type = typeOf(typeName)
    if (!plainTypes.has(type)) this.found.push(`a cast to ${type}`)
    this.expression(arg)
  }

  #operator({ name, lexpr, rexpr }: Node): void {
    const operator = namesOf(name).at(-1)!
    const isArithmetic = /^[-+*/%]$/.test(operator)
    const sides = [lexpr, rexpr].filter((side) => side !== undefined)
    // A parameter beside a number is read as one.
    const unknown = sides.filter((side) => !this.#isNumber(side))
    const isOfNumbers = unknown.length < sides.length && unknown.every((side) => 'ParamRef' in (side as Node))
    if (isArithmetic && !isOfNumbers) this.found.push(`${operator} of what may be a time`)
    this.expression([lexpr, rexpr])
  }

  #isNumber(value: unknown): boolean {
    const {
      A_Const: constant,
      TypeCast: cast,
      ColumnRef: column,
      A_Expr: inner,
      CoalesceExpr: first,
    } = value as Record<string, Node>
    if (constant) return 'ival' in constant || 'fval' in constant
    if (cast) return numberTypes.includes(typeOf(cast.typeName))
    if (column) return this.#immutable.numbers.has(`${this.#table}.${namesOf(column.fields).at(-1)}`)
    if (first) return listOf(first.args).every((each) => this.#isNumber(each))
    return inner !== undefined && [inner.lexpr, inner.rexpr].every((side) => side === undefined || this.#isNumber(side))
  }

  #call({ funcname, args }: Node): void {
    const name = namesOf(funcname).at(-1)!
    if (!this.#immutable.functions.has(name)) this.found.push(`${name}()`)
    this.expression(args)
  }
}

const typeOf = (typeName: unknown): string => namesOf((typeName as Node).names).at(-1)!
