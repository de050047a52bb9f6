/** True for the absolute `http:` or `https:` URLs that CDS Hooks asks for. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
