import type { DownloadEndpoint } from '@parley/contracts/file-download'
import type { ServiceName } from '@parley/contracts/services'
import type { Kysely } from 'kysely'
import type { MayRead } from './store/reading.ts'
import type { Place } from './store/tables.ts'
import type { UnattachedLimits } from './unattached.ts'
import type { Reader } from './url-signer.ts'

/** What the service whose files they are decides about them. */
export interface FileOwner<D, P> {
  /** The endpoint that answers the URLs of files. */
  download: DownloadEndpoint
  /**
   * Asked before anything is stored, and again in the transaction that saves the files.
   *
   * @returns what an upload's answer needs to know of the place
   * @throws ServiceError where somebody may not upload to the place
   */
  mayUpload: (db: Kysely<D>, place: Place, uploader: Reader) => Promise<P>
  /**
   * Asked in place of `mayUpload` for what a service stores for nobody. Absent: a service names a person.
   *
   * @throws ServiceError where it may not
   */
  mayStore?: (db: Kysely<D>, place: Place, service: ServiceName) => Promise<P>
  mayRead: MayRead
  unattached: UnattachedLimits
}
