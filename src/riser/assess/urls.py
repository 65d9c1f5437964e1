"""URLs of the room assess."""

from django.urls import URLPattern, path

from riser.assess.views import (
    affirmations,
    answers,
    appraisals,
    areas,
    comparing,
    documents,
    history,
    judging,
    profile,
)

OF_ONE = "appraisals/<int:appraisal_id>/"

urlpatterns: list[URLPattern] = [
    path("", profile.profile_page, name="assess"),
    path("compare/", comparing.compare_page, name="assess_compare"),
    path("compare/units/", comparing.units_page, name="assess_units"),
    path("area/<str:code>/", areas.area_page, name="assess_area"),
    path("area/<str:code>/target/", areas.target_page, name="assess_target"),
    path("practice/<str:slug>/", profile.practice_page, name="assess_practice"),
    path("practice/<str:slug>/instance/", affirmations.instance_page, name="assess_instance"),
    path("practice/<str:slug>/ask/", affirmations.ask, name="assess_ask_affirmation"),
    path("prices/<str:price_class>/", profile.prices_page, name="assess_prices"),
    path("reports/<str:report>.<str:form>", documents.report, name="assess_report"),
    path("history/", history.history_page, name="assess_history"),
    path("fitness/", answers.fitness_page, name="assess_fitness"),
    path("answers/", answers.answers_page, name="assess_answers"),
    path("affirmations/", affirmations.affirmations_page, name="assess_affirmations"),
    path("affirmations/<int:affirmation_id>/", affirmations.affirmation_page, name="assess_affirmation"),
    path("appraisals/", appraisals.appraisals_page, name="assess_appraisals"),
    path(OF_ONE, appraisals.appraisal_page, name="assess_appraisal"),
    path(f"{OF_ONE}practice/<str:slug>/", judging.judge_page, name="assess_judge"),
    path(f"{OF_ONE}override/<str:slug>/", judging.override_page, name="assess_override"),
    path(f"{OF_ONE}group/<str:group>/", judging.judge_harm_page, name="assess_judge_harm"),
    path(f"{OF_ONE}decisions/<int:judgement_id>/", judging.take_back_page, name="assess_take_back"),
    path(f"{OF_ONE}finish/", appraisals.finish, name="assess_finish"),
    path(f"{OF_ONE}withdraw/", appraisals.withdraw, name="assess_withdraw"),
    path(f"{OF_ONE}record/", appraisals.record, name="assess_appraisal_record"),
]
