/** Bytes or UTF-8 text as a `data:` URI, which a page can link to without any file beside it. */
export function dataUri(mediaType: string, data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data);
  const charset = typeof data === 'string' ? ';charset=utf-8' : '';
  return `data:${mediaType}${charset};base64,${bytes.toString('base64')}`;
}
