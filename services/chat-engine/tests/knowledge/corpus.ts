/** What a small company knows, a passage a line, and what people ask about it. */
export const documents: Record<string, string> = {
  'Leave policy':
    '# Holidays\n\nEverybody has thirty days of paid vacation a year. Unused days expire at the end of March.\n\n# Parental leave\n\nParents may take sixteen weeks of paid leave after a birth or an adoption. Tell your manager three months ahead.\n\n# Sick leave\n\nCall your manager before nine in the morning. A doctor’s certificate is needed from the fourth day on.',
  'Office guide':
    '# Wifi\n\nThe network for visitors is called Harbour Guest; its password is printed on the card at the reception.\n\n# Parking\n\nTwelve spaces in the garage are ours, numbers 40 to 51. Bicycles go to the cellar.\n\n# Kitchen\n\nThe dishwasher starts at six in the evening. Please label what you put into the fridge.',
  'Travel expenses':
    '# Booking\n\nTrains are booked in second class, flights in economy. Hotels may cost up to 140 euros a night.\n\n# Reimbursement\n\nSend receipts within thirty days of the trip to finance; the money arrives with the next salary.',
  'Incident runbook':
    '# Severity\n\nA severity one incident means that customers cannot log in or lose data. Page the engineer on call at once.\n\n# Rollback\n\nTo undo a deployment, run `deploy rollback` with the number of the last good release. Database migrations are not undone.\n\n# Postmortem\n\nWrite it within five working days; it blames nobody.',
  'API reference':
    '# Authentication\n\nSend the API key in the header Authorization as a bearer token. Keys are rotated every ninety days.\n\n# Rate limits\n\nSixty requests a minute are allowed for each user; beyond them the answer is 429 with Retry-After.\n\n# Pagination\n\nLists answer fifty items; give the cursor of the last one to get the next page.',
  Urlaubsregelung:
    '# Antrag\n\nDer Urlaubsantrag wird spätestens zwei Wochen vorher im Personalportal gestellt. Die Genehmigung erteilt die Teamleitung.\n\n# Krankmeldung\n\nEine Krankmeldung ist am ersten Tag bis neun Uhr nötig.',
  'Çalışma saatleri':
    'Ofis hafta içi sekizden on sekize kadar açıktır. Uzaktan çalışma haftada iki gün mümkündür. Fazla mesai önceden onaylanmalıdır.',
  退款政策:
    '# 退款\n\n客户可以在三十天内申请退款。退款将在五个工作日内退回原支付方式。\n\n# 保修\n\n所有产品保修两年。',
  'Security basics':
    '# Passwords\n\nUse the password manager; a password has at least fourteen characters and is never sent by chat.\n\n# Laptops\n\nDisks are encrypted. Report a lost laptop to security within one hour, also at night.\n\n# Phishing\n\nForward suspicious mail to the security team and do not click.',
  'Onboarding checklist':
    'On the first day new colleagues get a laptop, a badge and a buddy. In the first week they meet their team and read the handbook. After three months there is a review with the manager.',
}

/** A question, the document that answers it, and words of the passage that does. */
export const questions: readonly [question: string, title: string, passage: string][] = [
  ['How many vacation days do I get?', 'Leave policy', 'thirty days of paid vacation'],
  ['How long is parental leave?', 'Leave policy', 'sixteen weeks'],
  ['When do I need a doctor’s certificate?', 'Leave policy', 'fourth day'],
  ['What is the guest wifi password?', 'Office guide', 'Harbour Guest'],
  ['Where can I put my bicycle?', 'Office guide', 'cellar'],
  ['What may a hotel cost?', 'Travel expenses', '140 euros'],
  ['By when must I send in receipts?', 'Travel expenses', 'within thirty days'],
  ['How do I roll back a deployment?', 'Incident runbook', 'deploy rollback'],
  ['What counts as a severity one incident?', 'Incident runbook', 'cannot log in'],
  ['How do I authenticate with the API?', 'API reference', 'bearer token'],
  ['How many requests per minute are allowed?', 'API reference', 'Sixty requests'],
  ['I lost my laptop, what now?', 'Security basics', 'within one hour'],
  ['How long must a password be?', 'Security basics', 'fourteen characters'],
  ['Wann muss ich Urlaub beantragen?', 'Urlaubsregelung', 'zwei Wochen'],
  ['Wer genehmigt den Urlaub?', 'Urlaubsregelung', 'Teamleitung'],
  ['Haftada kaç gün uzaktan çalışabilirim?', 'Çalışma saatleri', 'iki gün'],
  ['多久可以申请退款？', '退款政策', '三十天'],
  ['保修多长时间', '退款政策', '两年'],
  ['What do new colleagues get on their first day?', 'Onboarding checklist', 'badge'],
  ['How do I get the next page of a list?', 'API reference', 'cursor'],
]

/** Nothing in it answers these. */
export const unanswered = [
  'Who won the football match yesterday?',
  'What is the capital of Mongolia?',
  'Wie wird das Wetter?',
]
