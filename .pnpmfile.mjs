export const hooks = {
  readPackage(manifest) {
    // Only its bundle for browsers is served, which imports nothing: 280 packages (240 MB) need not be installed.
    if (manifest.name === '@scalar/api-reference') {
      manifest.dependencies = {}
      manifest.peerDependencies = {}
    }
    return manifest
  },
}
