"""Parts of the `obligations` family: made-up employees and rotas whose truth is known."""
