import { defineConfig, type Plugin } from 'vite';

/** What the built page may load, and from where: itself, and nothing else. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only when built: the development server speaks to its page over a socket. */
function forbidRequests(): Plugin {
  return {
    name: 'temper:forbid-requests',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page works in whatever folder it is served from.
  base: './',
  resolve: { conditions: ['temper-source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
  // What the worker needs is otherwise found only when it starts, and the page reloads.
  optimizeDeps: { entries: ['index.html', 'src/**/*.worker.ts'] },
  plugins: [forbidRequests()],
  // The first browsers with CSS light-dark().
  build: { target: ['chrome123', 'firefox120', 'safari17.5'], chunkSizeWarningLimit: 600 },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});
