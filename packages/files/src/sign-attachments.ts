import { Attachment, type UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { createRewrite } from './rewrite.ts'

/**
 * Signs, in place, the attachments of a value that is about to be shown by this schema: exactly where the schema says
 * `Attachment`, so that nothing a sender wrote into `metadata` is ever taken for one. Given the schema, the value and
 * what signs; answers whether there are any.
 */
export const signAttachments = createRewrite<UnsignedAttachment>(Attachment)
