/** The page that is shown if the demo was not built. */
export const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tidings</title>
<h1>Tidings is running, but its page is not built</h1>
<p>Run <code>pnpm start</code> at the root of the repository: it builds the page and starts the server.
<p>Or run <code>pnpm dev</code> and open the page on <a href="http://localhost:5173">localhost:5173</a>.
<p>The API works: see <code>/api/orders</code>.
`;
