import type { ColumnType, JSONColumnType } from 'kysely'

/** A column with a default, which an insert may leave out. Unlike Kysely's own it may stand around a `ColumnType`. */
export type Generated<T> =
  T extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Select, Insert | undefined, Update>
    : ColumnType<T, T | undefined, T>

/** A `timestamptz`: read as ISO 8601 text, written as text or a Date. */
export type Timestamp = ColumnType<string, string | Date, string | Date>

/** A `json` or `jsonb`: read parsed, written as JSON text. */
export type Json<T extends object | null = object | null> = JSONColumnType<T>
