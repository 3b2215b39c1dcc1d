/** Texts as companies write them, with all that they mention: `type:name`. What is in no list here is wrong if it is found. */
export const texts: { text: string; mentions: string[]; relationships: string[] }[] = [
  {
    text: `Northwind Logistics GmbH today announced that Maria Lopez, CEO of Northwind Logistics GmbH, will open a new warehouse in Rotterdam. The company, founded by Hans Becker in 1998, is headquartered in Hamburg, Germany. Lopez said the site will employ 240 people. In March, Northwind acquired Blue Harbor Ltd, a freight company based in Dublin.`,
    mentions: [
      'organisation:Northwind Logistics GmbH',
      'person:Maria Lopez',
      'place:Rotterdam',
      'person:Hans Becker',
      'place:Hamburg',
      'place:Germany',
      'organisation:Northwind',
      'organisation:Blue Harbor Ltd',
      'place:Dublin',
    ],
    relationships: [
      'leads:Maria Lopez>Northwind Logistics GmbH',
      'located_in:Hamburg>Germany',
      'acquired:Northwind>Blue Harbor Ltd',
      'located_in:Blue Harbor Ltd>Dublin',
    ],
  },
  {
    text: `Our infrastructure runs on Kubernetes and PostgreSQL. Incident reports go to Priya Raman, head of reliability, or to Tom Fischer. Deployments are described in GitHub. Slack is used for alerts. We migrated from Jenkins to GitLab in 2024. Backups are kept in Frankfurt and Dublin. Please ask Priya before you change anything.`,
    mentions: [
      'product:Kubernetes',
      'product:PostgreSQL',
      'person:Priya Raman',
      'person:Tom Fischer',
      'product:GitHub',
      'product:Slack',
      'product:Jenkins',
      'organisation:GitLab',
      'place:Frankfurt',
      'place:Dublin',
    ],
    relationships: [],
  },
  {
    text: `Parental Leave Policy

Employees receive sixteen weeks of paid leave. Requests are sent to the People Team at least three months ahead. Dr. Elena Novak from Human Resources answers questions. Employees in Austria and Switzerland follow the law of their country. The policy was approved by the Board on Monday. See the Employee Handbook, Section 4, for more.`,
    mentions: ['person:Elena Novak', 'place:Austria', 'place:Switzerland'],
    relationships: [],
  },
  {
    text: `Die Hochdorf Maschinenbau AG mit Sitz in Stuttgart hat die Feinwerk Technik GmbH übernommen. Geschäftsführerin ist Frau Sabine Keller. Die Mitarbeiter in München und Dresden behalten ihre Verträge. Der Betriebsrat stimmte dem Vertrag zu. Die Kunden nutzen SAP und Microsoft Teams. Anfragen beantwortet Herr Jonas Weber.`,
    mentions: [
      'organisation:Hochdorf Maschinenbau AG',
      'place:Stuttgart',
      'organisation:Feinwerk Technik GmbH',
      'person:Sabine Keller',
      'place:München',
      'place:Dresden',
      'organisation:SAP',
      'product:Microsoft Teams',
      'person:Jonas Weber',
    ],
    relationships: ['located_in:Hochdorf Maschinenbau AG>Stuttgart'],
  },
  {
    text: `Minutes of the meeting on 12 May. Present: Sarah Klein, Ahmed Hassan, Yuki Tanaka. Sarah reported that the contract with Siemens was signed. Ahmed Hassan joined Meridian Analytics Inc. as an engineer. Yuki Tanaka works for Meridian Analytics Inc. in Osaka. The next meeting is on Thursday. Action: everybody updates the roadmap.`,
    mentions: [
      'person:Sarah Klein',
      'person:Ahmed Hassan',
      'person:Yuki Tanaka',
      'organisation:Siemens',
      'organisation:Meridian Analytics Inc',
      'place:Osaka',
    ],
    relationships: ['works_for:Ahmed Hassan>Meridian Analytics Inc', 'works_for:Yuki Tanaka>Meridian Analytics Inc'],
  },
  {
    text: `Apple released iOS 19 and a new MacBook. Google partnered with the University of Oxford. Microsoft acquired GitHub in 2018. The report by the Ministry of Health mentions that patients in Lisbon waited longer. Analysts at Deloitte expect that Nvidia will launch further chips. Customers like an apple with lunch, so the canteen offers them.`,
    mentions: [
      'product:iOS 19',
      'product:MacBook',
      'organisation:Google',
      'organisation:University of Oxford',
      'organisation:Microsoft',
      'product:GitHub',
      'organisation:Ministry of Health',
      'place:Lisbon',
      'organisation:Deloitte',
      'organisation:Nvidia',
      'organisation:Apple',
    ],
    relationships: ['partner_of:Google>University of Oxford'],
  },
  {
    text: `Ayşe Demir Ankara’da çalışıyor. Sayın Mehmet Yılmaz, Türkiye ofisini yönetiyor. Anadolu Lojistik A.Ş. İzmir ve Bursa için yeni depolar açıyor. Müşteriler Turkcell üzerinden bağlanıyor.`,
    mentions: [
      'person:Ayşe Demir',
      'place:Ankara',
      'person:Mehmet Yılmaz',
      'place:Türkiye',
      'organisation:Anadolu Lojistik A.Ş',
      'place:İzmir',
      'place:Bursa',
      'organisation:Turkcell',
    ],
    relationships: [],
  },
  {
    text: `FAQ

How do I reset my password? Open Settings and choose Security. How do I book a room? Use the calendar in Outlook. Where is the office? Our main office is at 14 King Street, London. Visitors register at the Reception. Who do I ask about payroll? Contact Robert Hughes or Lina Duarte. Can I work from abroad? Yes, for up to 30 days in the European Union.`,
    mentions: [
      'product:Outlook',
      'place:King Street',
      'place:London',
      'person:Robert Hughes',
      'person:Lina Duarte',
      'place:European Union',
    ],
    relationships: ['located_in:King Street>London'],
  },
]

/** Texts that no rule was made with. */
export const heldOut: typeof texts = [
  {
    text: `Tidewater Energy plc said on Tuesday that Caroline Osei will succeed David Marsh as chief financial officer. Osei spent nine years at Shell in Aberdeen. The appointment was welcomed by shareholders. Tidewater Energy plc operates wind farms off the coast of Norway and Scotland.`,
    mentions: [
      'organisation:Tidewater Energy plc',
      'person:Caroline Osei',
      'person:David Marsh',
      'organisation:Shell',
      'place:Aberdeen',
      'place:Norway',
      'place:Scotland',
    ],
    relationships: [],
  },
  {
    text: `Customers can connect Parley to Slack and Microsoft Teams. If the webhook fails, open Settings, choose Integrations and press Retry. Contact Daniel Okafor for access to Grafana. The service is hosted in Zurich by Alpine Cloud AG. Elasticsearch was replaced with PostgreSQL last year.`,
    mentions: [
      'product:Slack',
      'product:Microsoft Teams',
      'person:Daniel Okafor',
      'product:Grafana',
      'place:Zurich',
      'organisation:Alpine Cloud AG',
      'product:Elasticsearch',
      'product:PostgreSQL',
    ],
    relationships: [],
  },
  {
    text: `Der Vorstand der Rheintal Pharma GmbH hat Herrn Thomas Lindner zum Leiter des Werks in Mannheim ernannt. Lindner arbeitete zuvor bei Bayer. Das Unternehmen liefert Medikamente nach Frankreich und Polen. Die Zulassung erteilt das Bundesinstitut.`,
    mentions: [
      'organisation:Rheintal Pharma GmbH',
      'person:Thomas Lindner',
      'place:Mannheim',
      'organisation:Bayer',
      'place:Frankreich',
      'place:Polen',
    ],
    relationships: [],
  },
  {
    text: `Meeting notes, 3 June. Attendees: Laura Chen, Victor Almeida, Fatima Zahra. Laura will send the contract to Brightwater Partners. Victor met the supplier in Porto. We agreed that the launch of Orchid 2.0 moves to July. Fatima Zahra asked about the budget for Madrid.`,
    mentions: [
      'person:Laura Chen',
      'person:Victor Almeida',
      'person:Fatima Zahra',
      'organisation:Brightwater Partners',
      'place:Porto',
      'product:Orchid 2.0',
      'place:Madrid',
    ],
    relationships: [],
  },
]
