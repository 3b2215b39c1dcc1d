import { useTexts } from '../../i18n/language.ts'
import { useAskedList } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { knowledgeTexts } from './texts/index.ts'

/** The people, organisations, products and places that a document mentions. */
export function Mentioned({ documentId }: { documentId: string }) {
  const texts = useTexts(knowledgeTexts)
  const entities = useAskedList(['knowledge', documentId, 'entities'], ({ parley }, offset) =>
    parley.knowledgeGraph.listEntities({ document_id: documentId, limit: 10, offset }),
  )
  return (
    <Section title={texts.mentioned} about={texts.mentionedAbout}>
      <Loaded of={entities}>
        {(all) =>
          all.length === 0 ? (
            <p>{texts.mentionsNobody}</p>
          ) : (
            <Table
              label={texts.mentioned}
              rows={all}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: texts.name,
                  kind: 'main',
                  cell: ({ name, relationships }) => (
                    <Named
                      name={name}
                      about={relationships
                        .slice(0, 3)
                        .map(({ type, direction, entity }) =>
                          direction === 'out'
                            ? texts.related(name, type, entity.name)
                            : texts.related(entity.name, type, name),
                        )
                        .join(' · ')}
                    />
                  ),
                },
                { label: texts.kind, cell: ({ type }) => <Badge>{texts.kinds[type]}</Badge> },
                { label: texts.mentions, kind: 'number', cell: ({ mention_count }) => mention_count },
              ]}
            />
          )
        }
      </Loaded>
      <More of={entities.more} />
    </Section>
  )
}
