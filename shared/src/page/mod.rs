//! What a page shows: all that detection may see of it.
//! One walk makes it from any `Dom`, in the browser and on the server, so that both see the same page.
//! It never decides what is a product.
