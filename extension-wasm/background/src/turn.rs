//! Taking turns: between two awaits of one task another may run, so what reads, decides and writes holds a [`Turn`] meanwhile.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// One thing that only one task may do at a time.
#[derive(Clone, Default)]
pub(crate) struct Turn(Rc<Queue>);

#[derive(Default)]
struct Queue {
    taken: Cell<bool>,
    waiting: RefCell<VecDeque<Waker>>,
}

/// Held while it is one's turn; given on when dropped.
pub(crate) struct Held(Rc<Queue>);

impl Turn {
    /// Waits for one's turn.
    pub(crate) async fn take(&self) -> Held {
        poll_fn(|context| {
            if self.0.taken.replace(true) {
                self.0.waiting.borrow_mut().push_back(context.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        Held(Rc::clone(&self.0))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.taken.set(false);
        // All are woken: whoever is polled first takes it, and one that was dropped meanwhile holds nobody up.
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Work that is compiled once, and not again for each place that waits for it.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Waits for both at once: what is asked of the browser is on its way meanwhile, instead of one question after the other.
pub(crate) async fn together<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            waiting => {
                (first, second) = waiting;
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::task::Context;

    #[test]
    fn only_one_at_a_time_and_then_the_next() {
        let mut context = Context::from_waker(Waker::noop());
        let turn = Turn::default();
        let mut first = pin!(turn.take());
        let Poll::Ready(held) = first.as_mut().poll(&mut context) else { panic!("nobody had it") };
        let mut second = pin!(turn.take());
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(held);
        assert!(second.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn both_are_asked_at_once_and_both_answers_are_given() {
        let mut context = Context::from_waker(Waker::noop());
        let (one, other) = (Turn::default(), Turn::default());
        let held = |turn: &Turn| match pin!(turn.take()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(held) => held,
            Poll::Pending => panic!("nobody had it"),
        };
        let (first, second) = (held(&one), held(&other));
        let asked = Cell::new(0);
        let ask = |turn: Turn, answer: u8| {
            let asked = &asked;
            async move {
                asked.set(asked.get() + 1);
                turn.take().await;
                answer
            }
        };
        let mut both = pin!(together(ask(one, 1), ask(other, 2)));
        assert!(both.as_mut().poll(&mut context).is_pending());
        assert_eq!(asked.get(), 2);
        drop(second);
        assert!(both.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(both.as_mut().poll(&mut context), Poll::Ready((1, 2)));
    }

    #[test]
    fn one_that_gave_up_waiting_holds_nobody_up() {
        let mut context = Context::from_waker(Waker::noop());
        let turn = Turn::default();
        let Poll::Ready(held) = pin!(turn.take()).poll(&mut context) else { panic!("nobody had it") };
        {
            let mut gone = pin!(turn.take());
            assert!(gone.as_mut().poll(&mut context).is_pending());
        }
        drop(held);
        assert!(pin!(turn.take()).poll(&mut context).is_ready());
    }
}
