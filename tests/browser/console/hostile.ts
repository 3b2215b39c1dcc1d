/** What runs code where it is shown as HTML, as an attribute or as a link. It would set `hacked`. */
export const hostileTexts = [
  '<script>hacked=1</script>',
  '<img src=x onerror=hacked=1>',
  '"><img src=x onerror=hacked=1>',
  `'"><svg/onload=hacked=1>`,
  '<svg><script>hacked=1</script></svg>',
  '<svg><animate onbegin=hacked=1 attributeName=x dur=1s>',
  '<details open ontoggle=hacked=1>',
  '<input autofocus onfocus=hacked=1>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<object data="javascript:hacked=1"></object>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--><img src onerror=hacked=1>">',
  '<a href="javascript:hacked=1">hacked</a>',
  '<form action="javascript:hacked=1"><button autofocus>hacked</button></form>',
  '<base href="javascript:hacked=1//">',
  '[hacked](javascript:hacked=1)',
  '[hacked](JaVaScRiPt:hacked=1)',
  '[hacked](java&#115;cript:hacked=1)',
  '[hacked](&#1;javascript:hacked=1)',
  '[hacked](data:text/html,<script>hacked=1</script>)',
  '[hacked](vbscript:hacked=1)',
  '[hacked][one]\n\n[one]: javascript:hacked=1',
  '![hacked](javascript:hacked=1)',
  '![hacked](https://evil.example/x.png"onerror="hacked=1)',
  '[hacked](https://evil.example/"onmouseover="hacked=1)',
  '<https://evil.example/"onmouseover="hacked=1>',
  'https://evil.example/?"onmouseover="hacked=1',
  '`<img src=x onerror=hacked=1>`',
  '```html\n</code></pre><img src=x onerror=hacked=1>\n```',
  '```"><img/src=x/onerror=hacked=1>\nhacked\n```',
  '| <img src=x onerror=hacked=1> |\n| --- |\n| hacked |',
  '&lt;img src=x onerror=hacked=1&gt;',
  '\\<img src=x onerror=hacked=1\\>',
  '@<img src=x onerror=hacked=1> #<img src=x onerror=hacked=1>',
  ':"><img src=x onerror=hacked=1>:',
  `{{constructor.constructor('hacked=1')()}} \${hacked=1}`,
] as const

/** One line that is hostile, for names and titles. */
export const hostileName = '"><img src=x onerror=hacked=1>'

/** In a page: what of its elements could run code or load something, and whether any has. Empty where all is well. */
export const findHostile = `(() => {
  const found = 'hacked' in window && !(window.hacked instanceof Element) ? ['it has run'] : []
  for (const element of document.querySelectorAll('*')) {
    const { localName, attributes } = element
    if (['object', 'embed', 'base', 'math', 'frame', 'applet', 'animate', 'mglyph'].includes(localName))
      found.push(element.outerHTML)
    if (localName === 'script' && !element.src.startsWith(location.origin + '/app/assets/')) found.push(element.outerHTML)
    if (localName === 'iframe' && !element.src.startsWith(location.origin)) found.push(element.outerHTML)
    for (const { name, value } of attributes) {
      if (name.startsWith('on') || name === 'srcdoc') found.push(element.outerHTML)
      const isAddress = ['href', 'src', 'action', 'formaction', 'xlink:href', 'poster'].includes(name)
      if (!isAddress || value.startsWith('#')) continue
      const { protocol, origin } = new URL(value, location.href)
      if (name === 'href' ? !['http:', 'https:', 'mailto:', 'blob:'].includes(protocol) : origin !== location.origin)
        found.push(element.outerHTML)
    }
  }
  return found
})()`
