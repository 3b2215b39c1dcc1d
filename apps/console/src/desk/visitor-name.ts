/** What a visitor is called: by name, else by address, else by the end of their id. */
export const visitorName = (
  visitor: { id: string; name: string | null; email: string | null },
  unnamed: string,
): string => visitor.name ?? visitor.email ?? `${unnamed} ${visitor.id.slice(-4).toUpperCase()}`
