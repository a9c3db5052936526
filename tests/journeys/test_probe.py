import time


def test_it(play, stand_in):
    async def story(stage):
        t = time.time()
        await stage.open_with_account()
        print("open", time.time() - t)
        await stage.search()
        print("found", time.time() - t, stage.screen.model.loaded_count)
        stage.window.grab().save("/tmp/w/shots/journey_probe.png")
        await stage.restart()
        print("again", time.time() - t, stage.screen.form.form_state())

    play(story)


def test_it2(play, stand_in):
    async def story(stage):
        t = time.time()
        await stage.open_with_account()
        print("open", time.time() - t)

    play(story)
