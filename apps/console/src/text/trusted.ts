interface Policy {
  createScriptURL(url: string): string
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy
}

/** A script of our own may be run, and none from elsewhere. */
const rules: Policy = {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`${url} is not ours to run.`)
    return url
  },
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
const policy = trustedTypes?.createPolicy('parley', rules) ?? rules

/** The URL of a worker, as browsers that check scripts’ origins demand it. */
export const workerUrl = (url: string): string => policy.createScriptURL(url)
