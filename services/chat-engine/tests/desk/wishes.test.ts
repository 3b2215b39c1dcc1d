import { expect, it } from 'vitest'
import { wantsPerson } from '../../src/desk/wishes.ts'

it.each([
  'Can I talk to a human?',
  'I want to speak with somebody from your team, a real person!',
  'agent please',
  'Please connect me to an operator',
  'Are you a bot?',
  'Ich möchte mit einem Menschen sprechen',
  'Kann ich bitte mit einem Mitarbeiter reden?',
  'Gibt es hier einen echten Menschen?',
  'Gerçek bir insanla görüşmek istiyorum',
  'Müşteri temsilcisine bağlanmak istiyorum, beni temsilciye bağlayın',
  '¿Puedo hablar con una persona?',
  'Quiero comunicarme con un agente real',
])('%s asks for a person', (text) => {
  expect(wantsPerson(text)).toBe(true)
})

it.each([
  'What does the agent of your company in Berlin charge?',
  'How many people can use one licence?',
  'Wie viele Personen passen in den Wagen?',
  'Kaç kişi kullanabilir?',
  '¿Para cuántas personas es la tienda?',
  'Is this available for people with allergies?',
])('%s does not', (text) => {
  expect(wantsPerson(text)).toBe(false)
})
