import { readFileSync } from 'node:fs'
import { ConfigError } from '@parley/kit/config'
import ipaddr from 'ipaddr.js'
import { type CityResponse, Reader } from 'mmdb-lib'

/** Where an IP address is, as far as it is known. */
export interface Place {
  /** An ISO 3166 code. */
  country: string | null
  /** In English. */
  city: string | null
}

/** Says where an IP address is. */
export type PlaceOf = (ip: string) => Place

const nowhere: Place = { country: null, city: null }

/**
 * Reads a database of places into memory, an MMDB file with cities or with countries alone. Without one, and for addresses
 * that are not public, every place is unknown.
 *
 * @throws ConfigError where the file cannot be used
 */
export function openGeo(path: string | undefined): PlaceOf {
  if (path === undefined) return () => nowhere
  const reader = readDatabase(path)
  return (ip) => {
    const address = publicAddress(ip)
    if (address === undefined) return nowhere
    const found = reader.get(address)
    return { country: found?.country?.iso_code ?? null, city: found?.city?.names.en ?? null }
  }
}

function readDatabase(path: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(path))
  } catch (error) {
    throw new ConfigError(`GEOIP_DB: ${path} is not a database of places (MMDB): ${(error as Error).message}`)
  }
}

/** An address as the database has it: IPv4 may come within IPv6. */
function publicAddress(ip: string): string | undefined {
  if (!ipaddr.isValid(ip)) return undefined
  const address = ipaddr.process(ip)
  return address.range() === 'unicast' ? address.toString() : undefined
}
