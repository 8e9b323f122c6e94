/** One line of a table: what was done it to, and for each column a mark. */
export type Row = { readonly name: string; readonly marks: readonly string[] }

/** A table in plain text, its columns under one another. */
export function printTable(title: string, columns: readonly string[], rows: readonly Row[]): string {
  const width = Math.max(title.length, ...rows.map(({ name }) => name.length))
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map(({ marks }) => marks[index]?.length ?? 0)),
  )
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell, index) => cell.padEnd(widths[index] ?? 0))].join('  ').trimEnd()
  return [line(title, columns), ...rows.map(({ name, marks }) => line(name, marks))].join('\n')
}
