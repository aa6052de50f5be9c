/** A folder as the plainest static host serves it: below a path, without any header but the type. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface StaticServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** `path` begins and ends with a slash. */
export async function serveFolder(folder: string, path: string): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const below = pathname.startsWith(path)
      ? normalize(decodeURIComponent(pathname.slice(path.length)))
      : null;
    const name = below === '.' || below === '' ? 'index.html' : below;
    const body =
      name === null || name.startsWith('..') ? Promise.reject(new Error()) : readFile(join(folder, name));
    body.then(
      (bytes) => {
        response.writeHead(200, { 'Content-Type': TYPES[extname(name ?? '')] ?? 'application/octet-stream' });
        response.end(bytes);
      },
      () => {
        response.writeHead(404);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port, found none.');
  return {
    origin: `http://localhost:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
