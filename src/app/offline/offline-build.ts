/** All that the page may ever need of its own server; the build writes it into the service worker. */
export interface OfflineBuild {
  /** The same only for the same files. */
  readonly version: string;
  /** Paths from the page's folder, `./` for the page itself, each with the SHA-256 of the file in hexadecimal digits. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
}
