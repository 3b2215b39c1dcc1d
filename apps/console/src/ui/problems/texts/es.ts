import type { Texts } from './en.ts'

export const es: Texts = {
  required: 'Hay que rellenarlo.',
  tooLong: (n) => `Como máximo ${n} caracteres.`,
  tooShort: (n) => `Al menos ${n} caracteres.`,
  tooMany: (n) => `Como máximo ${n} entradas.`,
  atMost: (n) => `Como máximo ${n}.`,
  atLeast: (n) => `Al menos ${n}.`,
  email: 'No es una dirección de correo.',
  url: 'No es una dirección como https://example.com.',
  number: 'No es un número entero.',
  time: 'No es una hora ni un día.',
  taken: 'Ya está en uso.',
  wrong: 'No es correcto.',
  hidden: 'Tiene caracteres que no se ven, o varias líneas.',
}
