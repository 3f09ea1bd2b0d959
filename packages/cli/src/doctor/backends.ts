/** The ONNX Runtime that is installed. */
export interface InstalledRuntime {
  readonly version: string;
  /** Its execution providers; those not bundled need files of the system to work. */
  readonly backends: readonly { readonly name: string; readonly bundled: boolean }[];
}

/** Loads ONNX Runtime and asks what it can run on. Fails as the loading of its library fails. */
export async function listBackends(): Promise<InstalledRuntime> {
  const { env, listSupportedBackends } = await import('onnxruntime-node');
  return { version: env.versions.node ?? env.versions.common, backends: listSupportedBackends() };
}

/** The execution providers in words. */
export function describeBackends({ backends }: InstalledRuntime): string {
  return backends.map(({ name, bundled }) => (bundled ? name : `${name} (not bundled)`)).join(', ');
}
