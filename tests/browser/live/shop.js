// What shops' own programs do to a page after it was delivered. Each part works on the page that has its elements.
const by = (id) => document.getElementById(id);

if (by('size')) {
  const variants = { 'S Moss': [11, '€89.00', true], 'M Moss': [12, '€94.00', true], 'M Rust': [13, '€99.00', false] };
  const show = () => {
    const colour = document.querySelector('input[name=colour]:checked').value;
    const [variant, price, inStock] = variants[`${by('size').value} ${colour}`] ?? [0, '', false];
    by('price').textContent = price;
    by('stock').textContent = inStock ? 'In stock' : 'Sold out';
    by('picture').src = colour === 'Rust' ? '/rust.png' : '/moss.png';
    history.replaceState(null, '', `/jacket?variant=${variant}`);
  };
  document.addEventListener('change', show);
}

if (by('late')) {
  // As long as a slow shop takes to ask its own server.
  setTimeout(() => {
    by('late').textContent = '€148.00';
  }, 900);
}

if (by('restless')) {
  // Counts down what is nobody's business until the price has come, which is when the test says so.
  let left = 100000;
  const counting = setInterval(() => {
    by('countdown').textContent = `${(left -= 1)} left`;
  }, 100);
  window.rest = (price) => {
    clearInterval(counting);
    by('restless').textContent = price;
  };
}

if (by('view')) {
  by('next').addEventListener('click', (event) => {
    event.preventDefault();
    // The address changes at once, the page when its content has come.
    history.pushState(null, '', '/walk/lantern');
    setTimeout(() => {
      document.title = 'Skerry storm lantern | Moor and Mast';
      const [name, picture, price, words] = by('view').querySelectorAll('h1, img, .price, p:last-child');
      name.textContent = 'Skerry storm lantern';
      picture.src = '/lantern.png';
      picture.alt = 'Skerry storm lantern';
      price.textContent = '€57.50';
      words.textContent = 'Burns in any wind that a house stands.';
    }, 700);
  });
}

if (by('more')) {
  // As listings without an end do: what is scrolled to brings what comes after it.
  let count = 0;
  const add = () => {
    for (const end = count + 12; count < end; count += 1) {
      const tile = document.createElement('li');
      tile.innerHTML = `<a href="/more/${count}"><img src="/tile-${count}.png" alt="Chest ${count}" width="200" height="200"></a><h3>Chest ${count}</h3><p class="price">€${40 + count}.00</p>`;
      by('more').append(tile);
    }
  };
  add();
  addEventListener('scroll', () => count < 600 && innerHeight + scrollY > document.documentElement.scrollHeight - 400 && add());
}

customElements.define(
  'late-price',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = '<p class="price"></p>';
      setTimeout(() => {
        root.firstChild.textContent = '€26.50';
      }, 900);
    }
  },
);

customElements.define(
  'product-view',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML =
        '<main><slot name="name"></slot><img src="/pot.png" alt="Kelpie tea pot" width="600" height="600">' +
        '<div class="buy"><p class="price">€41.00</p><button type="button">Add to basket</button></div></main>';
    }
  },
);
