import { type Cases, nothing } from './inputs.ts'

export const expectations = `
| endpoint          | about         | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ----------------- | ------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| receiveMail       | not signed    | 401     | 401       | 401      | 401          | 401   | 401         | 401    | 401   | 401 |
| showUnsubscribing | no such link  | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| unsubscribe       | no such link  | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| mailTranscript    | not a visitor | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
`

const noSuchLink = { input: () => ({ token: 'cnv_01m8mgtj4ret78ys7t9vgzswyn-35c868d41cb14917bd0e' }) }

export const cases: Cases = {
  receiveMail: { 'not signed': nothing },
  showUnsubscribing: { 'no such link': noSuchLink },
  unsubscribe: { 'no such link': noSuchLink },
  mailTranscript: { 'not a visitor': nothing },
}
